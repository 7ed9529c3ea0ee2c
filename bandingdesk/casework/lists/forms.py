"""What a row of a list may hold: settings, placements, term dates. The caseload's form is `columns.CASELOAD`."""

from __future__ import annotations

from bandingdesk.casework.columns import CASELOAD, Form, field
from bandingdesk.casework.lists import sen2
from bandingdesk.errors import QT_TRANSLATE_NOOP

SETTINGS = Form(
    "settings",
    (
        field("name", QT_TRANSLATE_NOOP("fields", "name of the setting"), "text",
              "setting name|school name|establishment name|name|setting|school|provider|provider name|establishment",
              needed=True),
        field("kind", QT_TRANSLATE_NOOP("fields", "type of setting"), "setting",
              "type|kind|setting type|type of setting|school type|type of establishment|establishment type|phase type"),
        field("urn", QT_TRANSLATE_NOOP("fields", "URN"), "urn", "urn|setting urn|school urn"),
        field("ukprn", QT_TRANSLATE_NOOP("fields", "UKPRN"), "ukprn", "ukprn|uk provider reference number"),
        field("laestab", QT_TRANSLATE_NOOP("fields", "LAESTAB"), "laestab",
              "laestab|la estab|dfe number|dfes number|dfe no|establishment number|dfe code"),
        field("address", QT_TRANSLATE_NOOP("fields", "address"), "text", "address|street|address line 1|address 1"),
        field("address_2", QT_TRANSLATE_NOOP("fields", "second line of the address"), "text",
              "address line 2|address 2|locality|address3"),
        field("town", QT_TRANSLATE_NOOP("fields", "town"), "text", "town|city|address line 3|address 3"),
        field("postcode", QT_TRANSLATE_NOOP("fields", "postcode"), "postcode", "postcode|post code"),
        field("email", QT_TRANSLATE_NOOP("fields", "e-mail"), "email",
              "email|e mail|email address|main email|school email|senco email|contact email"),
        field("opened", QT_TRANSLATE_NOOP("fields", "open from"), "date", "from|open from|opened|open date|start date"),
        field("closed", QT_TRANSLATE_NOOP("fields", "open until"), "date",
              "to|until|open until|closed|close date|end date"),
    ),
)  # fmt: skip

_CHILD = (
    field("upn", QT_TRANSLATE_NOOP("fields", "UPN"), "upn", "upn|unique pupil number|pupil number"),
    field("reference", QT_TRANSLATE_NOOP("fields", "your reference"), "text",
          "case ref|case reference|reference|our ref|case number|case id|pupil id|capita id|synergy id"),
    field("full_name", QT_TRANSLATE_NOOP("fields", "name"), "name", "pupil name|child name|full name|childs name"),
    field("surname", QT_TRANSLATE_NOOP("fields", "surname"), "text",
          "surname|last name|family name|legal surname|child surname|pupil surname"),
    field("forename", QT_TRANSLATE_NOOP("fields", "first name"), "text",
          "forename|first name|given name|forenames|legal forename|child forename|pupil forename"),
    field("dob", QT_TRANSLATE_NOOP("fields", "date of birth"), "birth",
          "date of birth|dob|birth date|d o b|child dob|person birth date"),
)  # fmt: skip

PLACEMENTS = Form(
    "placements",
    (
        *_CHILD,
        field("setting_urn", QT_TRANSLATE_NOOP("fields", "setting's URN"), "urn",
              "urn|setting urn|school urn|placement urn"),
        field("ukprn", QT_TRANSLATE_NOOP("fields", "UKPRN"), "ukprn", "ukprn|setting ukprn|placement ukprn"),
        field("setting_name", QT_TRANSLATE_NOOP("fields", "setting"), "text",
              "setting|setting name|school|school name|placement|placement name|provider|establishment"),
        field("sensetting", QT_TRANSLATE_NOOP("fields", "SEN setting code"), "sensetting",
              "sen setting|sensetting|sen setting code"),
        field("entry_date", QT_TRANSLATE_NOOP("fields", "first day"), "date",
              "entry date|from|start date|placement start|placement start date|date of entry|placed from|start",
              needed=True),
        field("leaving_date", QT_TRANSLATE_NOOP("fields", "last day"), "date",
              "leaving date|to|until|end date|placement end|placement end date|date of leaving|placed until|end"),
        field("rank", QT_TRANSLATE_NOOP("fields", "rank"), "number", "rank|placement rank"),
        field("residential", QT_TRANSLATE_NOOP("fields", "residential"), "residential",
              "residential|res|boarding|weeks residential|residential weeks"),
        field("unit", QT_TRANSLATE_NOOP("fields", "in an SEN unit"), "yes_no",
              "sen unit|unit|sen unit indicator|in sen unit"),
        field("resourced", QT_TRANSLATE_NOOP("fields", "in resourced provision"), "yes_no",
              "resourced provision|resourced|rp|resourced provision indicator|in resourced provision"),
    ),
    one_of=(("upn", "reference", "surname", "full_name"), ("setting_urn", "ukprn", "setting_name", "sensetting")),
)  # fmt: skip

TERM_DATES = Form(
    "term-dates",
    (
        field("setting_urn", QT_TRANSLATE_NOOP("fields", "setting's URN"), "urn", "urn|setting urn|school urn"),
        field("setting_name", QT_TRANSLATE_NOOP("fields", "setting"), "text",
              "setting|setting name|school|school name|establishment"),
        field("name", QT_TRANSLATE_NOOP("fields", "name of the holiday or term"), "text",
              "name|holiday|closure|term|description|what"),
        field("closes", QT_TRANSLATE_NOOP("fields", "first day closed"), "date",
              "first day closed|closes|closed from|holiday starts|holiday start|holiday from|closure from|from"),
        field("closed_to", QT_TRANSLATE_NOOP("fields", "last day closed"), "date",
              "last day closed|closed to|closed until|holiday ends|holiday end|holiday to|closure to|to"),
        field("reopens", QT_TRANSLATE_NOOP("fields", "reopens on"), "date",
              "reopens|reopens on|reopening|first day back|back on"),
        field("term_from", QT_TRANSLATE_NOOP("fields", "first day of term"), "date",
              "term starts|term start|term from|first day of term|start of term|term begins"),
        field("term_to", QT_TRANSLATE_NOOP("fields", "last day of term"), "date",
              "term ends|term end|term to|last day of term|end of term"),
    ),
    one_of=(("closes", "term_from"), ("closed_to", "reopens", "term_to")),
)  # fmt: skip

FORMS: dict[str, Form] = {form.kind: form for form in (CASELOAD, SETTINGS, PLACEMENTS, TERM_DATES, sen2.FORM)}
