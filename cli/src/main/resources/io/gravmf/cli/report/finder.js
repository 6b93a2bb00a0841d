// The keyboard's way to a movie: a field that lists those whose titles hold all that is typed.

const MOST_FOUND = 50;

class Finder {
  /** Takes what a movie's row of the list says beside its title, and what to do with a choice. */
  constructor(movies, describe, choose) {
    this.movies = movies;
    this.describe = describe;
    this.choose = choose;
    this.keys = movies.map((movie) => folded(movie.title));
    this.field = byId('find');
    this.list = byId('matches');
    this.close();
    this.field.addEventListener('input', () => this.open());
    this.field.addEventListener('keydown', (event) => this.onKey(event));
    this.field.addEventListener('blur', () => this.close());
    // A press would take the focus from the field before the click arrives.
    this.list.addEventListener('mousedown', (event) => event.preventDefault());
  }

  /** Rows of the movies that match, those first whose title begins so, then those with a word that does. */
  find(typed) {
    const words = folded(typed).split(/\s+/).filter(Boolean);
    const rank = (key) => (key.startsWith(words[0]) ? 0 : key.includes(` ${words[0]}`) ? 1 : 2);
    return words.length === 0 ? [] : this.keys
      .map((key, row) => ({key, row}))
      .filter(({key}) => words.every((word) => key.includes(word)))
      .sort((a, b) => rank(a.key) - rank(b.key) || (a.key < b.key ? -1 : a.key > b.key ? 1 : a.row - b.row))
      .map(({row}) => row);
  }

  open() {
    const rows = this.find(this.field.value);
    this.found = rows.slice(0, MOST_FOUND);
    this.active = -1;
    const titles = this.found.map((row) => this.movies[row].title);
    this.list.replaceChildren(...this.found.map((row, k) => {
      const {title, id} = this.movies[row];
      const isShared = titles.indexOf(title) !== titles.lastIndexOf(title);
      const option = element('li', {id: `match-${k}`, role: 'option', ariaSelected: 'false'},
        element('span', {textContent: title, dir: 'auto'}),
        element('small', {textContent: this.describe(row) + (isShared ? `, id ${id}` : ''), dir: 'auto'}));
      option.addEventListener('click', () => this.take(k));
      return option;
    }));
    this.show(this.found.length > 0);
    byId('matches-note').textContent = this.note(rows.length);
  }

  note(count) {
    if (this.field.value.trim() === '') {
      return '';
    }
    return count > MOST_FOUND ? `${MOST_FOUND} of ${whole(count)} movies` : `${count} movie${count === 1 ? '' : 's'}`;
  }

  show(visible) {
    this.list.hidden = !visible;
    this.field.setAttribute('aria-expanded', visible);
    this.field.removeAttribute('aria-activedescendant');
  }

  close() {
    this.found = [];
    this.active = -1;
    this.list.replaceChildren();
    this.show(false);
    byId('matches-note').textContent = '';
  }

  onKey(event) {
    const steps = {ArrowDown: 1, ArrowUp: -1};
    if (event.key in steps && this.found.length > 0) {
      event.preventDefault();
      this.activate(this.active + steps[event.key]);
    } else if (event.key === 'Enter' && this.found.length > 0) {
      this.take(Math.max(0, this.active));
    } else if (event.key === 'Escape') {
      this.close();
    }
  }

  activate(place) {
    this.list.children[this.active]?.setAttribute('aria-selected', 'false');
    this.active = (place + this.found.length) % this.found.length;
    const option = this.list.children[this.active];
    option.setAttribute('aria-selected', 'true');
    option.scrollIntoView({block: 'nearest'});
    this.field.setAttribute('aria-activedescendant', option.id);
  }

  take(place) {
    const row = this.found[place];
    this.field.value = this.movies[row].title;
    this.close();
    this.choose(row);
  }
}
