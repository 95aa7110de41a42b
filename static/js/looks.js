// The remembered theme and type size: applied before the first paint, switched by buttons with data-switch.
// A classic script, because modules run too late for the first paint.
(function () {
  var root = document.documentElement;

  function remembered(name) {
    try { return localStorage.getItem("looks:" + name); } catch (refused) { return null; }
  }

  function apply(name, value) {
    if (value) root.setAttribute("data-" + name, value);
    else root.removeAttribute("data-" + name);
  }

  function isDark() {
    var theme = root.getAttribute("data-theme");
    return theme ? theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  }

  function isOn(name) {
    return name === "theme" ? isDark() : root.getAttribute("data-type") === "large";
  }

  function showState() {
    var buttons = document.querySelectorAll("[data-switch]");
    for (var i = 0; i < buttons.length; i++) {
      buttons[i].setAttribute("aria-pressed", String(isOn(buttons[i].getAttribute("data-switch"))));
    }
  }

  function flip(name) {
    var value = name === "theme" ? (isDark() ? "light" : "dark") : (isOn("type") ? "" : "large");
    apply(name, value);
    try { localStorage.setItem("looks:" + name, value); } catch (refused) { /* private window: lasts as long as the page */ }
    showState();
    dispatchEvent(new Event("looks"));
  }

  // the projector is dark until someone chooses, whatever the system says
  apply("theme", remembered("theme") || (root.getAttribute("data-surface") === "screen" ? "dark" : ""));
  apply("type", remembered("type"));

  addEventListener("click", function (event) {
    var button = event.target.closest && event.target.closest("[data-switch]");
    if (button) flip(button.getAttribute("data-switch"));
  });
  // the pages of the top bar scroll sideways on a phone: the present one is brought into view
  function showPlace() {
    var here = document.querySelector(".topbar nav [aria-current]");
    if (here) here.parentNode.scrollLeft = here.offsetLeft - here.parentNode.offsetLeft - 40;
  }

  addEventListener("DOMContentLoaded", function () { showState(); showPlace(); });
  window.looks = { flip: flip, isOn: isOn, showState: showState };
})();
