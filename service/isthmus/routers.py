"""What the application serves: the routers of the API and of the console's pages, in this order.

Order matters where two routes fit one address: the first that fits answers.
"""

from typing import Final

from isthmus.actions import routes as actions
from isthmus.answers import routes as answers
from isthmus.inquiry import routes as inquiry
from isthmus.inquiry import streaming as inquiry_told
from isthmus.jobs import routes as jobs
from isthmus.library import routes as library
from isthmus.programme import routes as programme
from isthmus.raci import routes as charts
from isthmus.reminding import routes as reminders
from isthmus.roles import routes as roles
from isthmus.web import (
    action,
    action_adding,
    action_board,
    action_calendar,
    action_finding,
    action_importing,
    action_steps,
    action_webhooks,
    adding,
    audit,
    blueprint,
    calendars,
    caring,
    chart,
    conversations,
    people,
    progress,
    reference,
    role,
    saying,
    signing_in,
    unanswered,
)
from isthmus.web import actions as action_list
from isthmus.web import charts as chart_list
from isthmus.web import jobs as jobs_pages
from isthmus.web import library as shelves
from isthmus.web import reminders as reminders_page
from isthmus.web import roles as role_list
from isthmus.web import routes as web

ROUTERS: Final = (
    inquiry.router,
    inquiry_told.router,
    answers.questions,
    answers.searches,
    library.reading,
    library.writing,
    charts.reading,
    charts.writing,
    roles.reading,
    roles.writing,
    reminders.asking,
    *actions.routers,
    web.router,
    saying.router,
    conversations.router,
    unanswered.router,
    blueprint.router,
    chart_list.router,
    chart.router,
    role_list.router,
    role.router,
    reminders_page.router,
    action_list.router,
    action_board.router,
    action_calendar.router,
    action_adding.router,
    action_finding.router,
    action_importing.router,
    action_steps.router,
    action_webhooks.router,
    action.router,
    programme.reading,
    progress.router,
    adding.router,
    shelves.router,
    caring.router,
    signing_in.router,
    calendars.router,
    people.router,
    audit.router,
    jobs.reading,
    jobs.writing,
    jobs_pages.router,
    reference.router,
)
