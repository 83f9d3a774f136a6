"""Local twins of vendors over HTTP: what our adapters and integrators' tests talk to instead of the vendor.

`with StripeTwin().running() as twin:` or `python -m porter.integrations.payments.twins stripe --port 8130`.
"""

from porter.integrations.payments.twins.razorpay import RazorpayTwin
from porter.integrations.payments.twins.server import Fault, SentWebhook, Twin
from porter.integrations.payments.twins.stripe import StripeTwin

__all__ = ["Fault", "RazorpayTwin", "SentWebhook", "StripeTwin", "Twin"]
