"""The settings of language models; `settings.py` reads them from the environment."""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Annotated, Final, Literal

from pydantic import BaseModel, BeforeValidator, Field, SecretStr, ValidationInfo, field_validator
from pydantic_settings import NoDecode

OFF: Final = "off"
NOTHING: Final = "none"
Masked = Literal["secrets", "personal"]
Shelf = Literal["blueprint", "standards", "policies", "records"]


def _split(value: object) -> object:
    if not isinstance(value, str):
        return value
    said = tuple(each for each in map(str.strip, value.lower().split(",")) if each)
    return () if said == (NOTHING,) else said


@dataclass(frozen=True)
class Price:
    """What a million tokens cost, read and written."""

    read: Decimal
    written: Decimal


def prices_of(said: str) -> dict[str, Price]:
    """Read `model=read/written, …`; raises ValueError where it is not written so."""
    entries = [each.strip() for each in said.split(",") if each.strip()]
    return dict(_price_of(each) for each in entries)


def _price_of(said: str) -> tuple[str, Price]:
    model, equals, price = said.rpartition("=")
    read, slash, written = price.partition("/")
    try:
        found = Price(Decimal(read), Decimal(written))
    except InvalidOperation:
        found = Price(Decimal(-1), Decimal(-1))
    amounts = (found.read, found.written)
    if not (model and equals and slash and all(each.is_finite() and each >= 0 for each in amounts)):
        raise ValueError(f"'{said}' is no price: write it as openai:gpt-5-mini=0.25/2")
    return model.strip(), found


class ModelSettings(BaseModel):
    """Which language models are used, what they may see, and what they may cost."""

    llm: str = Field(
        default="",
        description="Language model as `provider:model`, such as `openai:gpt-5-mini`; without one "
        "answers are in the sources' own words.",
    )
    llm_understanding: str = Field(
        default="",
        description="Another model to understand questions and wishes with, or `off`.",
    )
    llm_answering: str = Field(
        default="", description="Another model to write answers with, or `off`."
    )
    llm_drafting: str = Field(
        default="", description="Another model to draft charts, roles and reports with, or `off`."
    )
    llm_base_url: str = Field(
        default="",
        pattern=r"^$|^https?://[^\s/]+.*$",
        description="Address of an OpenAI-compatible server, or of the provider where a proxy or "
        "an endpoint of your own stands before it.",
    )
    llm_api_key: SecretStr | None = Field(
        default=None,
        description="Key of the provider; the provider's own variable counts where it is not set.",
    )
    llm_api_key_file: Path | None = Field(
        default=None, description="File with that key, read when the model is first used."
    )
    llm_temperature: float | None = Field(
        default=None, ge=0, le=2, description="Temperature of the model; its own where it is unset."
    )
    llm_first_seconds: float = Field(
        default=20, gt=0, le=600, description="Longest wait for a model's first words, in seconds."
    )
    llm_seconds: float = Field(
        default=60, gt=0, le=3600, description="Longest time a whole call may take, in seconds."
    )
    llm_understanding_seconds: float = Field(
        default=8,
        gt=0,
        le=600,
        description="Longest time for understanding a question or a wish, in seconds; it is not "
        "tried again.",
    )
    llm_retries: int = Field(
        default=2, ge=0, le=10, description="Further tries while nothing has come of a call."
    )
    llm_at_once: int = Field(default=4, ge=1, description="Calls at the same time, in one process.")
    llm_pause_seconds: float = Field(
        default=60,
        gt=0,
        description="Seconds a model is left alone after it failed several times in a row.",
    )
    llm_tokens_a_day: int | None = Field(
        default=None, ge=1, description="Most tokens a day (UTC), read and written; no limit unset."
    )
    llm_tokens_a_person: int | None = Field(
        default=None, ge=1, description="Most tokens a day for one person; no limit unset."
    )
    llm_money_a_day: Decimal | None = Field(
        default=None,
        gt=0,
        max_digits=12,
        decimal_places=6,
        description="Most money a day, in the currency of the prices; no limit unset.",
    )
    llm_prices: str = Field(
        default="",
        validate_default=True,
        description="Price of a million tokens read and written, for each model: "
        "`openai:gpt-5-mini=0.25/2`, separated by commas.",
    )
    llm_collections: Annotated[tuple[Shelf, ...], NoDecode, BeforeValidator(_split)] = Field(
        default=("blueprint", "standards", "policies", "records"),
        description="Collections whose documents may go to a model, separated by commas; documents "
        "of class `ai-restricted` never do.",
    )
    llm_mask: Annotated[tuple[Masked, ...], NoDecode, BeforeValidator(_split)] = Field(
        default=("secrets",),
        description="What is masked before a text goes to a model: `secrets` (passwords, keys) "
        "and `personal` (e-mail addresses, telephone numbers), separated by commas, or `none`.",
    )

    @field_validator("llm_prices")
    @classmethod
    def _money_has_prices(cls, said: str, before: ValidationInfo) -> str:
        """Refuse a budget of money that a model without a price would never use up."""
        prices = prices_of(said)
        names = ("llm", "llm_understanding", "llm_answering", "llm_drafting")
        models = {str(before.data.get(name, "")) for name in names} - {"", OFF}
        lacking = sorted(models - set(prices))
        if before.data.get("llm_money_a_day") is not None and lacking:
            raise ValueError(
                f"ISTHMUS_LLM_MONEY_A_DAY needs the prices of {', '.join(lacking)}: "
                f"ISTHMUS_LLM_PRICES={lacking[0]}=READ/WRITTEN"
            )
        return said
