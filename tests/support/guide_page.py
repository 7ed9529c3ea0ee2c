"""Write the page of the guide that is made from the models: `python -m tests.support.guide_page`."""

from bandingdesk import resources
from bandingdesk.matrix import schema

if __name__ == "__main__":
    (resources.shipped("help") / schema.PAGE.removeprefix("help/")).write_text(schema.page(), encoding="utf-8")
