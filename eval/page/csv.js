// Tables as CSV (RFC 4180), made and saved in the browser: no request leaves the page.
"use strict";
const Csv = (() => {
  // Spreadsheets take a field that begins so for a formula; an apostrophe makes it text.
  const FORMULA = /^[=+\-@\t\r]/;

  function field(words) {
    const safe = FORMULA.test(words) ? `'${words}` : words;
    return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  }

  // The byte order mark tells spreadsheets that the text is UTF-8.
  const text = (heads, rows) => `\ufeff${[heads, ...rows].map((row) => `${row.map(field).join(",")}\r\n`).join("")}`;

  function save(name, heads, rows) {
    const address = URL.createObjectURL(new Blob([text(heads, rows)], { type: "text/csv;charset=utf-8" }));
    Dom.make("a", { href: address, download: `${name.replace(/[^\p{L}\p{N}]+/gu, "-").slice(0, 80)}.csv` }).click();
    setTimeout(() => URL.revokeObjectURL(address), 60_000);
  }

  return { text, save };
})();
