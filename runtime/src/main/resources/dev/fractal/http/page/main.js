// Starts the page.
import { h, render } from './preact.js';
import { App } from './app.js';

const place = document.getElementById('app');
place.replaceChildren();
render(h(App), place);
