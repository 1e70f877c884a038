// SYNTHETIC: advertisements, loaded after consent only.
document.cookie = "_ads=made-up-audience; max-age=7776000; path=/; samesite=lax";
