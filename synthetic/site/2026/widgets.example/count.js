// SYNTHETIC: a counter of visits. It does not wait for consent.
document.cookie = "_wid=made-up-visitor; max-age=31536000; path=/; samesite=lax";
new Image().src = "http://widgets.example/hit.gif?page=" + encodeURIComponent(location.pathname);
