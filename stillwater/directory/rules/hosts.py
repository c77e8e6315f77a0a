"""Hosts at which many unrelated people have mail or pages: whoever has an address there owns nothing of it."""

FREE_MAIL = (
    "126.com", "163.com", "aim.com", "aol.com", "att.net", "bellsouth.net", "centurylink.net", "charter.net", "comcast.net",
    "cox.net", "duck.com", "earthlink.net", "fastmail.com", "fastmail.fm", "frontier.com", "gmail.com", "gmx.com", "gmx.de",
    "gmx.net", "googlemail.com", "hey.com", "hotmail.co.uk", "hotmail.com", "hotmail.fr", "hush.com", "hushmail.com",
    "icloud.com", "inbox.com", "juno.com", "laposte.net", "libero.it", "live.com", "mac.com", "mail.com", "mail.ru",
    "mailbox.org", "mailfence.com", "me.com", "msn.com", "naver.com", "netzero.net", "optonline.net", "orange.fr",
    "outlook.com", "passport.com", "pm.me", "posteo.de", "proton.me", "protonmail.ch", "protonmail.com", "qq.com",
    "rediffmail.com", "riseup.net", "rocketmail.com", "roadrunner.com", "rr.com", "runbox.com", "sbcglobal.net",
    "startmail.com", "suddenlink.net", "t-online.de", "tuta.com", "tuta.io", "tutanota.com", "verizon.net", "web.de",
    "windstream.net", "yahoo.ca", "yahoo.co.uk", "yahoo.com", "yandex.com", "yandex.ru", "ymail.com", "zoho.com",
    "zohomail.com",
)  # fmt: skip

SHARED_HOSTS = (
    "about.me", "amazonaws.com", "appspot.com", "azurewebsites.net", "betterhelp.com", "bio.link", "bit.ly", "blogger.com",
    "blogspot.com", "booksy.com", "business.site", "calendly.com", "campsite.bio", "canva.site", "cargo.site", "carrd.co",
    "clientsecure.me", "cloudfront.net", "drchrono.com", "duckdns.org", "dyndns.org", "facebook.com", "fb.com", "fb.me",
    "firebaseapp.com", "fly.dev", "framer.website", "github.io", "gitlab.io", "glitch.me", "godaddysites.com", "goo.gl",
    "google.com", "googleusercontent.com", "headway.co", "healthgrades.com", "heroku.com", "herokuapp.com", "hubspot.com",
    "instagram.com", "intakeq.com", "janeapp.com", "jimdo.com", "jimdofree.com", "jimdosite.com", "linkedin.com", "linktr.ee",
    "medium.com", "myshopify.com", "mystrikingly.com", "neocities.org", "netlify.app", "ngrok.app", "ngrok.io", "no-ip.org",
    "notion.site", "on.aws", "onrender.com", "pages.dev", "patientpop.com", "practicebetter.io", "psychologytoday.com",
    "railway.app", "readthedocs.io", "replit.app", "sharepoint.com", "simplepractice.com", "sites.google.com", "square.site",
    "squarespace.com", "strikingly.com", "substack.com", "surge.sh", "t.co", "therapyportal.com", "tiktok.com", "tumblr.com",
    "twitter.com", "typepad.com", "vagaro.com", "vercel.app", "webador.com", "webflow.io", "webmd.com", "web.app",
    "weebly.com", "weeblysite.com", "wix.com", "wixsite.com", "wixstudio.com", "wordpress.com", "workers.dev", "x.com",
    "yelp.com", "yolasite.com", "youtube.com", "zocdoc.com",
)  # fmt: skip
