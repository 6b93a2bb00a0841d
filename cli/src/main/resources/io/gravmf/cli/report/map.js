// The three-dimensional picture of the movies, its genres' switches, and the list of similar movies.

const START = {eye: {x: 1.05, y: 1.05, z: 0.75}, center: {x: 0, y: 0, z: 0}, up: {x: 0, y: 0, z: 1}};

// So that all look equally large.
const SIZES = {circle: 6, square: 4.5, diamond: 4, cross: 5};

// How each of Plotly's 3-D symbols is drawn on a switch, in a box of 16 by 16.
const SHAPES = {
  circle: '<circle cx="8" cy="8" r="5"/>',
  square: '<rect x="3.5" y="3.5" width="9" height="9"/>',
  diamond: '<path d="M8 2 14 8 8 14 2 8Z"/>',
  cross: '<path d="M6 2h4v4h4v4h-4v4h-4v-4h-4v-4h4Z"/>',
};

class MovieMap {
  constructor(map, genres) {
    this.movies = map.movies;
    this.genres = genres;
    this.plot = byId('map-plot');
    this.shown = new Set(genres.filter((genre) => genre.shown).map((genre) => genre.index));
    this.chosen = -1;
    this.addSwitches();
    this.addFinder();
    byId('save').addEventListener('click', () => this.save());
    for (const button of document.querySelectorAll('#camera button')) {
      button.addEventListener('click', () => this.moveCamera(button.dataset));
    }
  }

  addSwitches() {
    for (const genre of this.genres) {
      const box = element('input', {type: 'checkbox', checked: this.shown.has(genre.index)});
      box.dataset.genre = genre.index;
      box.addEventListener('change', () => {
        this.shown[box.checked ? 'add' : 'delete'](genre.index);
        this.draw();
      });
      const label = element('label', {}, box, swatch(genre), ` ${genre.name} `);
      label.append(element('small', {textContent: genre.count}));
      byId('genre-toggles').append(label);
    }
    const setAll = (on) => {
      this.shown = new Set(on ? this.genres.map((genre) => genre.index) : []);
      for (const box of document.querySelectorAll('#genre-toggles input')) {
        box.checked = on;
      }
      this.draw();
    };
    byId('genres-all').addEventListener('click', () => setAll(true));
    byId('genres-none').addEventListener('click', () => setAll(false));
  }

  /** The keyboard's way to a movie. */
  addFinder() {
    const rows = new Map(this.movies.map((movie, row) => [movie.title, row]));
    const titles = [...rows.keys()].sort((a, b) => a.localeCompare(b));
    byId('titles').append(...titles.map((title) => element('option', {value: title})));
    byId('find').addEventListener('change', (event) => {
      const row = rows.get(event.target.value);
      if (row !== undefined) {
        this.choose(row);
      }
    });
  }

  draw() {
    const colours = theme();
    const traces = this.genres.map((genre) => this.genreTrace(genre, colours));
    traces.push(this.chosenTrace(colours));
    Plotly.react(this.plot, traces, sized(this.plot, this.layout(colours)), {responsive: true, displayModeBar: false});
    if (!this.listening) {
      this.listening = true;
      this.plot.on('plotly_click', (event) => this.choose(event.points[0].customdata));
    }
    const count = this.movies.filter((movie) => this.shown.has(movie.genre)).length;
    byId('map-count').textContent = `${count} of ${this.movies.length} movies shown`;
  }

  genreTrace(genre, colours) {
    const visible = this.shown.has(genre.index);
    const rows = visible ? this.rowsOf(genre.index) : [];
    return {
      ...this.points(rows),
      name: genre.name,
      marker: {
        size: SIZES[genre.symbol.replace('-open', '')],
        color: genre.color,
        symbol: genre.symbol,
        line: outline(genre, colours),
      },
    };
  }

  /** The chosen movie and the ten like it, whatever genres are shown. */
  chosenTrace(colours) {
    const rows = this.chosen < 0 ? [] : [this.chosen, ...this.movies[this.chosen].similar];
    return {
      ...this.points(rows),
      name: 'chosen and similar',
      marker: {
        size: rows.map((_, k) => (k === 0 ? 32 : 20)),
        color: colours.ink,
        symbol: 'circle-open',
        line: {color: colours.ink, width: 3},
      },
    };
  }

  rowsOf(genre) {
    return this.movies.map((_, row) => row).filter((row) => this.movies[row].genre === genre);
  }

  points(rows) {
    const of = (name) => rows.map((row) => this.movies[row][name]);
    return {
      type: 'scatter3d',
      mode: 'markers',
      x: of('x'),
      y: of('y'),
      z: of('z'),
      customdata: rows,
      text: rows.map((row) => `<b>${escaped(this.movies[row].title)}</b><br>${this.describe(row)}`),
      hovertemplate: '%{text}<extra></extra>',
    };
  }

  describe(row) {
    const movie = this.movies[row];
    const genre = this.genres.find((each) => each.index === movie.genre);
    const mean = movie.ratings ? `mean rating ${movie.mean.toFixed(2)} (${movie.ratings})` : 'not rated';
    return `${genre ? genre.name : 'no genre'}, ${mean}`;
  }

  layout(colours) {
    const side = {
      title: {text: ''},
      showticklabels: false,
      gridcolor: colours.grid,
      zeroline: false,
      showspikes: false,
      backgroundcolor: 'rgba(0,0,0,0)',
    };
    return {
      paper_bgcolor: 'rgba(0,0,0,0)',
      margin: {l: 0, r: 0, t: 0, b: 0},
      showlegend: false,
      uirevision: 'kept',
      hoverlabel: {bgcolor: colours.paper, bordercolor: colours.soft, font: {color: colours.ink, size: 13}, align: 'left'},
      scene: {xaxis: side, yaxis: side, zaxis: side, aspectmode: 'data', camera: START, dragmode: 'orbit'},
    };
  }

  choose(row) {
    this.chosen = row;
    const movie = this.movies[row];
    const list = element('ol');
    movie.similar.forEach((other, k) => {
      const button = element('button', {type: 'button'});
      button.append(
        element('span', {textContent: this.movies[other].title}),
        element('span', {textContent: movie.similarity[k].toFixed(2)}),
        element('small', {textContent: this.describe(other)}),
      );
      button.addEventListener('click', () => this.choose(other));
      list.append(element('li', {}, button));
    });
    byId('similar').replaceChildren(
      element('h3', {textContent: movie.title}),
      element('p', {textContent: `${this.describe(row)}. Most similar, by the cosine of the factors:`}),
      list,
    );
    this.draw();
  }

  /** Saves the picture as it is seen now. */
  save() {
    Plotly.downloadImage(this.plot, {format: 'png', filename: 'movies', width: 1000, height: 800, scale: 2});
  }

  /** Turns about the upright axis, tilts and zooms, in degrees and as a factor of the distance. */
  moveCamera({turn = 0, tilt = 0, zoom = 1, reset}) {
    const camera = structuredClone(this.plot._fullLayout.scene.camera);
    const eye = reset === undefined ? camera.eye : START.eye;
    const distance = Math.hypot(eye.x, eye.y, eye.z) * zoom;
    const around = Math.atan2(eye.y, eye.x) + (turn * Math.PI) / 180;
    const limit = 1.5;
    const up = Math.asin(eye.z / Math.hypot(eye.x, eye.y, eye.z)) + (tilt * Math.PI) / 180;
    const above = Math.max(-limit, Math.min(limit, up));
    Plotly.relayout(this.plot, {
      'scene.camera': {
        ...(reset === undefined ? camera : START),
        up: START.up,
        eye: {
          x: distance * Math.cos(above) * Math.cos(around),
          y: distance * Math.cos(above) * Math.sin(around),
          z: distance * Math.sin(above),
        },
      },
    });
  }
}

/** Sets full markers apart from each other, and makes thin ones bolder. */
function outline(genre, colours) {
  const full = ['circle', 'square', 'diamond'].includes(genre.symbol);
  return full ? {color: colours.paper, width: 0.5} : {color: genre.color, width: 1.5};
}

function swatch(genre) {
  const open = genre.symbol.endsWith('-open');
  const image = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  image.setAttribute('viewBox', '0 0 16 16');
  image.setAttribute('aria-hidden', 'true');
  image.setAttribute('fill', open ? 'none' : genre.color);
  image.setAttribute('stroke', open ? genre.color : 'none');
  image.setAttribute('stroke-width', '2');
  image.innerHTML = SHAPES[genre.symbol.replace('-open', '')];
  return image;
}
