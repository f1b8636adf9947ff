// Every page: the key / goes to the search.
"use strict";

document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, select, textarea")) return;
  const field = document.querySelector('input[name="q"]');
  if (field) {
    event.preventDefault();
    field.focus();
  }
});
