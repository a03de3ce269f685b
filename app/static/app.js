/* What makes our pages quicker to use. Every page works without it.
   One file with delegated listeners: the content security policy allows no script in a page. */
import { initAll } from './vendor/govuk-frontend.min.js';

const live = document.getElementById('live');
const say = (text) => { if (live) live.textContent = text; };
const token = () => document.querySelector('meta[name="form-token"]')?.content ?? '';

const start = () => {
  weigh();
  // After a swap some components are new and some are not; starting one twice is no fault.
  initAll({ scope: document, onError: (error) => { if (!/already initialised/.test(error)) console.error(error); } });
  document.querySelectorAll('select[data-autocomplete]').forEach(enhance);
};

/* Nothing moves under a finger that is down: leaving a box by pressing the next one fires its check, and an
   answer that came between press and release would move what is being pressed, and lose the click. */
let down = false, released;
const waiting = [];
const whenUp = (act) => { if (down) waiting.push(act); else act(); };
const up = () => { down = false; waiting.splice(0).forEach((act) => act()); };
const upAfter = (milliseconds) => { clearTimeout(released); released = setTimeout(up, milliseconds); };
document.addEventListener('pointerdown', (event) => {
  down = event.isPrimary || down;
  // A list that the system opens swallows the release; nobody holds on for longer than this.
  upAfter(8000);
}, true);
// The click of a press comes just after its release, and goes first.
['pointerup', 'pointercancel'].forEach((name) => window.addEventListener(name, () => upAfter(100), true));
window.addEventListener('click', () => upAfter(0));
window.addEventListener('pointermove', (event) => { if (down && !event.buttons) upAfter(0); }, true);
document.addEventListener('keydown', () => upAfter(0), true);

/* Questions that hang on an earlier answer: all are on the page; those that do not apply are put away.
   Without this script they stand there with a line that says so. The server decides in any case. */
function weigh() {
  document.querySelectorAll('[data-shown-when]').forEach((box) => {
    const { shownWhen: key, shownIs: wanted = '' } = box.dataset;
    const earlier = [...(box.closest('form') ?? document).querySelectorAll(`[name="${key}"]`)];
    const given = earlier.filter((one) => (/^(radio|checkbox)$/.test(one.type) ? one.checked : one.value));
    const asked = earlier.length > 0 && !earlier[0].closest('[data-shown-when][hidden]');
    box.hidden = !(asked && given.some((one) => wanted.split(' ').includes(one.value)));
  });
}
document.addEventListener('change', () => whenUp(weigh));

/* Lists of more than twenty choices become a box to type in. The library is loaded when one appears. */
async function enhance(list) {
  delete list.dataset.autocomplete;
  const { id } = list;
  // Leaving the box confirms nothing: then what stands in it counts.
  const pick = (words = document.getElementById(id)?.value.trim()) => {
    const found = [...list.options].find((option) => option.value && option.textContent.trim() === words);
    list.value = found ? found.value : '';
    list.dispatchEvent(new Event('change', { bubbles: true }));
  };
  try {
    if (!window.accessibleAutocomplete) await load('accessible-autocomplete.min.js');
    const [described, wrong] = [list.getAttribute('aria-describedby'), list.classList.contains('govuk-select--error')];
    window.accessibleAutocomplete.enhanceSelectElement({
      selectElement: list, showAllValues: true, defaultValue: list.value ? undefined : '', onConfirm: pick,
    });
    const box = document.getElementById(id);
    if (described) box.setAttribute('aria-describedby', `${described} ${box.getAttribute('aria-describedby') ?? ''}`.trim());
    if (wrong) box.classList.add('app-wrong');
    // Emptying the box means: none of these.
    box.addEventListener('input', () => { if (!box.value.trim()) pick(''); });
  } catch { /* The plain list stays, and works. */ }
}
const load = (file) => new Promise((done, failed) => {
  const [script, style] = [document.createElement('script'), document.createElement('link')];
  style.rel = 'stylesheet'; style.href = `/static/vendor/${file.replace('.js', '.css')}`;
  script.src = `/static/vendor/${file}`; script.onload = done; script.onerror = failed;
  document.head.append(style, script);
});

/* Focus after a swap: what the new part marks, or what the pressed thing asked for. */
const focusOn = (element) => requestAnimationFrame(() => element?.isConnected && element.focus());
document.addEventListener('htmx:after:swap', (event) => {
  const target = event.detail?.ctx?.target;
  const place = target?.isConnected ? target : document.getElementById(target?.id ?? '');
  if (!place || place.matches('[data-draft-status]')) return;
  const marked = (mark) => (place.matches(mark) ? place : place.querySelector(mark));
  const wanted = marked('[data-focus-me]');
  if (wanted) focusOn(wanted);
  const said = marked('[data-say]');
  if (said) say(said.textContent);
});
document.addEventListener('htmx:after:settle', start);
document.addEventListener('htmx:config:request', (event) => {
  const { ctx } = event.detail ?? {};
  if (!ctx?.request) return;
  if (token()) ctx.request.headers['X-Form-Token'] = token();
  ctx.fetch = async (...asked) => {
    const answer = await fetch(...asked);
    await new Promise(whenUp);
    return answer;
  };
});

/* Drafts: only the status line is ever changed. */
const draftLine = (event) => event.detail?.ctx?.sourceElement?.closest?.('[data-draft-status]');
const failed = (event) => {
  const line = draftLine(event);
  const status = event.detail?.ctx?.response?.status;
  if (line) {
    line.textContent = status === 401
      ? 'You are signed out. The draft is kept up to the last save: sign in to go on.'
      : 'Not saved just now. Stay on this page; it is tried again with the next change.';
  } else {
    say('That did not work. Check your connection and try again.');
  }
};
document.addEventListener('htmx:response:error', failed);
document.addEventListener('htmx:error', failed);

/* Who locks the screen or leaves in the second before autosave loses nothing. */
let unsaved = null;
document.addEventListener('input', (event) => { const form = event.target.closest?.('form[data-draft]'); if (form) unsaved = form; });
document.addEventListener('htmx:after:request', (event) => { if (draftLine(event)) unsaved = null; });
const saveNow = () => {
  const line = unsaved?.querySelector('[data-draft-status]');
  const sent = line && fetch(line.getAttribute('hx-post'), {
    method: 'POST', keepalive: true, body: new URLSearchParams(new FormData(unsaved)), headers: { 'HX-Request': 'true' },
  }).catch(() => null);
  unsaved = null;
  return sent;
};
document.addEventListener('submit', async (event) => {
  const leaving = event.target;
  if (leaving === unsaved) { unsaved = null; return; }
  if (!unsaved || leaving.method !== 'post' || leaving.hasAttribute('hx-post')) return;
  event.preventDefault();
  await Promise.race([saveNow(), new Promise((late) => { setTimeout(late, 2000); })]);
  leaving.submit();
});
window.addEventListener('pagehide', () => { saveNow(); });

/* A form goes out once: the second press of a double click is dropped. */
document.addEventListener('submit', (event) => {
  const form = event.target;
  if (form.method !== 'post' || event.defaultPrevented) return;
  if (form.dataset.sent) { event.preventDefault(); return; }
  form.dataset.sent = 'yes';
  setTimeout(() => delete form.dataset.sent, 5000);
});
window.addEventListener('pageshow', () => document.querySelectorAll('form[data-sent]').forEach((form) => delete form.dataset.sent));

document.addEventListener('click', (event) => { if (event.target.closest('[data-print]')) window.print(); });
const printed = () => document.querySelectorAll('details[data-print-open]');
window.addEventListener('beforeprint', () => printed().forEach((box) => { box.dataset.was = box.open; box.open = true; }));
window.addEventListener('afterprint', () => printed().forEach((box) => { box.open = box.dataset.was === 'true'; }));

/* The notice of what was done is for this once: reloading must not say it again. */
const here = new URL(location);
if (here.searchParams.has('done')) { here.searchParams.delete('done'); history.replaceState(history.state, '', here); }

/* On a phone filters start closed, so that the list is the first thing seen. */
if (matchMedia('(max-width: 40em)').matches) document.querySelectorAll('details[data-open-wide]').forEach((box) => { box.open = false; });

/* The sign-in ends when nothing happens for a while: say so two minutes before, one press goes on. */
const dialog = document.getElementById('time-out');
let ends = Date.parse(document.querySelector('meta[name="session-ends"]')?.content ?? '');
if (dialog && ends) {
  const left = () => ends - Date.now();
  const words = document.getElementById('time-out-left');
  const told = words.textContent;
  let before;
  const look = () => {
    if (left() <= 0) { location.reload(); return; }
    if (left() > 120000) { if (dialog.open) dialog.close(); return; }
    if (!dialog.open) { before = document.activeElement; dialog.showModal(); }
    // Said at intervals, not each second: a screen reader would talk without end.
    const near = left() > 60000 ? 'in less than 2 minutes' : left() > 20000 ? 'in less than a minute' : 'in a few seconds';
    const text = `We will sign you out ${near}. ${told}`;
    if (words.textContent !== text) { words.textContent = text; say(text); }
  };
  setInterval(look, 1000);
  dialog.addEventListener('close', async () => {
    const answer = await fetch('/stay', { method: 'POST', headers: { 'X-Form-Token': token() } }).catch(() => null);
    if (answer?.ok) ends = Date.parse((await answer.json()).ends);
    else say('You could not be kept signed in. Save what you are doing.');
    before?.focus?.();
  });
}

start();
focusOn(document.querySelector('#error-summary, .app-notice[data-focus-me]'));
