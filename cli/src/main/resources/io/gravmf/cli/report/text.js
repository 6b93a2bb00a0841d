// How figures and names are written: like figures with the same number of digits everywhere.

function fixed(value, digits) {
  return typeof value === 'number'
    ? value.toLocaleString('en', {minimumFractionDigits: digits, maximumFractionDigits: digits})
    : 'none';
}

/** A count. */
function whole(value) {
  return fixed(value, 0);
}

/** Ratings, numbers of ratings, and their means. */
function rating(value) {
  return fixed(value, 2);
}

/** Errors and losses. */
function error(value) {
  return fixed(value, 4);
}

/** Plotly reads a few HTML tags in its texts; names shall not be read so. */
function escaped(text) {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}

function brief(text, most) {
  const letters = [...text];
  return letters.length > most ? `${letters.slice(0, most - 1).join('')}…` : text;
}

/** A name for Plotly in at most three lines, which fit beside a point of a narrow plot. */
function label(text) {
  return brief(text, 72).match(/.{1,26}(?:\s+|$)|.{1,26}/gsu).map((line) => escaped(line.trim())).join('<br>');
}

/** What two texts share that differ in case and accents alone. */
function folded(text) {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}

function svg(name, attributes) {
  const made = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) {
    made.setAttribute(key, value);
  }
  return made;
}
