// SYNTHETIC: a chat button that only a script puts on the page.
fetch("http://widgets.example/agents.json").then((answer) => answer.json()).then((found) => {
  const box = document.createElement("div");
  box.className = "chat-launcher";
  const button = document.createElement("button");
  button.type = "button";
  button.setAttribute("aria-label", "Open the chat");
  button.textContent = "Chat with us: " + found.online + " engineers are online";
  box.append(button);
  document.body.append(box);
});
