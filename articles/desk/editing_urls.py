"""The editor's own addresses: what its page asks by itself, answered in JSON and never by a redirect."""

from django.urls import URLPattern, path

from articles.desk import autosaves, beside, pasting, presence, signing, suggesting


def addresses() -> list[URLPattern]:
    """Each asks for itself who is signed in, because a page cannot follow a redirect to a form."""
    return [
        path("articles/autosave", autosaves.start, name="autosave_new"),
        path("articles/<int:number>/autosave", autosaves.keep, name="autosave"),
        path("articles/compare", autosaves.compare, name="compare"),
        path("articles/beside", beside.show, name="beside_new"),
        path("articles/<int:number>/beside", beside.show, name="beside"),
        path("articles/mend", beside.mend, name="mend"),
        path("articles/paste", pasting.rich, name="paste"),
        path("articles/front-matter", pasting.front_matter, name="front_matter"),
        path("articles/picture", pasting.picture, name="picture"),
        path("articles/<int:number>/presence", presence.beat, name="presence"),
        path("suggest/", suggesting.show, name="suggest"),
        path("signed-in/", signing.show, name="signed_in"),
    ]
