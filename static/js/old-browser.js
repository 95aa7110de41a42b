// Runs only where modules do not: says so in one sentence instead of waiting for ever.
document.querySelector("main h1").textContent = document.currentScript.getAttribute("data-say");
