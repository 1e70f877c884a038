// SYNTHETIC: a consent banner, built by a script as most are.
(() => {
  const box = document.createElement("div");
  box.className = "consent";
  box.setAttribute("role", "dialog");
  box.setAttribute("aria-label", "Cookies");
  box.innerHTML =
    '<p>We use cookies to count visits and for advertisements. <a href="privacy.html#cookies">More</a></p>' +
    '<button type="button" id="accept-all">Accept all</button> ' +
    '<button type="button" id="only-needed">Only what is needed</button>';
  document.body.append(box);
  document.getElementById("accept-all").addEventListener("click", () => {
    const script = document.createElement("script");
    script.src = "http://widgets.example/ads.js";
    document.body.append(script);
    box.remove();
  });
  document.getElementById("only-needed").addEventListener("click", () => box.remove());
})();
