"""Slack's limits, as its reference gives them; tests read them from here."""

from typing import Final

BLOCKS_IN_MESSAGE: Final = 50
BLOCKS_IN_VIEW: Final = 100
BLOCK_ID: Final = 255
ACTION_ID: Final = 255
VALUE: Final = 2_000
URL: Final = 3_000

SECTION_TEXT: Final = 3_000
SECTION_FIELDS: Final = 10
SECTION_FIELD: Final = 2_000
HEADER: Final = 150
CONTEXT_ELEMENTS: Final = 10
CONTEXT_TEXT: Final = 3_000
ACTIONS_ELEMENTS: Final = 25
CONTEXT_ACTIONS_ELEMENTS: Final = 5
ALT_TEXT: Final = 2_000
IMAGE_TITLE: Final = 2_000
INPUT_LABEL: Final = 2_000
INPUT_HINT: Final = 2_000
PLACEHOLDER: Final = 150
TYPED_TEXT: Final = 3_000  # what a person may type into a field
ALERT: Final = 200
CARD_TITLE: Final = 150
CARD_BODY: Final = 200
CARD_ACTIONS: Final = 3
CAROUSEL_CARDS: Final = 10
CONTAINER_BLOCKS: Final = 10
CONTAINER_TITLE: Final = 150
PLAN_TASKS: Final = 50
TASK_TITLE: Final = 256

BUTTON_TEXT: Final = 75
OPTION_TEXT: Final = 75
OPTION_VALUE: Final = 150
SELECT_OPTIONS: Final = 100
OPTION_GROUPS: Final = 100
OVERFLOW_OPTIONS: Final = 5
CHECKED_OPTIONS: Final = 10  # of checkboxes and radio buttons
CONFIRM_TITLE: Final = 100
CONFIRM_TEXT: Final = 300
CONFIRM_BUTTON: Final = 30

MARKDOWN: Final = 12_000  # all markdown blocks of a message together
TABLE_ROWS: Final = 100
TABLE_COLUMNS: Final = 20
TABLE_CHARACTERS: Final = 10_000  # all cells of a message together
TABLES: Final = 1
# Not documented: reported for messages with markdown blocks, whose text is kept in another form.
EXPANDED: Final = 13_200

VIEW_TITLE: Final = 24
PRIVATE_METADATA: Final = 3_000
CALLBACK_ID: Final = 255
VIEW_BYTES: Final = 250_000
VIEWS_IN_STACK: Final = 3

MESSAGE_TEXT: Final = 40_000
CHANGED_TEXT: Final = 4_000
STATUS: Final = 50
LOADING_MESSAGES: Final = 10
PROMPTS: Final = 4
RESPONSE_URL_USES: Final = 5
RESPONSE_URL_SECONDS: Final = 1_800
TRIGGER_SECONDS: Final = 3
ATTACHMENTS: Final = 100
