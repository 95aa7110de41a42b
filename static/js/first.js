// The first sign-in: name and one-time word come in the address's fragment, which no server sees; it is cleared at once.
const given = new URLSearchParams(location.hash.slice(1));

for (const key of ["name", "word"]) {
  const field = document.getElementById(key);
  if (given.has(key) && field) field.value = given.get(key);
}
if (location.hash) history.replaceState(null, "", location.pathname);
if (given.has("word")) document.getElementById("password").focus();
