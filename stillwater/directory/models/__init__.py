"""The directory: listings and where they are, who keeps them, what was checked, what was asked, what changed."""

from stillwater.directory.models.claims import Claim, Moderator, Opinion, Steward, Verification
from stillwater.directory.models.listings import Edition, Listing, Location, Photo
from stillwater.directory.models.log import Change, Removal, Request
from stillwater.directory.models.register import RegisterImport, RegisterRow

__all__ = [
    "Change",
    "Claim",
    "Edition",
    "Listing",
    "Location",
    "Moderator",
    "Opinion",
    "Photo",
    "RegisterImport",
    "RegisterRow",
    "Removal",
    "Request",
    "Steward",
    "Verification",
]
