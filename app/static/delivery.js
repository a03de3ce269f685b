/* Counting on a route and filling in a day: both work without this, with more presses. */

/* The tally: a press adds one to its box at once; whole totals go to the server a moment later. */
const tally = document.querySelector('form[data-tally]');
if (tally) {
  const line = document.getElementById('tally-status');
  const version = tally.elements._version;
  let dirty = false, waiting, sending = Promise.resolve();

  const send = async () => {
    if (!dirty) return;
    dirty = false;
    try {
      const answer = await fetch(tally.action, { method: 'POST', body: new FormData(tally), headers: { Accept: 'application/json' } });
      if (answer.status === 401) throw new Error('You are signed out. Your totals stand on this page: sign in on another tab, then go on.');
      const said = await answer.json();
      if (said.version) version.value = said.version;
      line.textContent = said.says;
      line.classList.toggle('app-error-text', said.wrong);
    } catch (error) {
      dirty = true;
      line.textContent = /signed out/.test(error.message) ? error.message : 'Not saved just now. Stay on this page; it is tried again with the next press.';
      line.classList.add('app-error-text');
    }
  };
  /* One after the other: each starts from the version that the one before it made. */
  const save = () => { clearTimeout(waiting); sending = sending.then(send); return sending; };
  const later = () => { dirty = true; clearTimeout(waiting); waiting = setTimeout(save, 700); };

  tally.addEventListener('click', (event) => {
    const press = event.target.closest('button[name="add"]');
    if (!press) return;
    event.preventDefault();
    const box = tally.elements[press.value];
    box.value = (parseInt(box.value, 10) || 0) + 1;
    later();
  });
  tally.addEventListener('input', later);
  /* Whatever is pressed next on this page, the totals go first. */
  document.addEventListener('submit', (event) => {
    const form = event.target;
    if (form === tally || !dirty) return;
    event.preventDefault();
    event.stopPropagation();
    save().then(() => form.requestSubmit());
  }, true);
  document.addEventListener('visibilitychange', () => { if (document.hidden) save(); });
}

/* The day sheet: cells copied from a spreadsheet fill the boxes from here to the right and down. */
document.querySelectorAll('[data-paste-grid]').forEach((grid) => grid.addEventListener('paste', (event) => {
  const text = event.clipboardData?.getData('text/plain') ?? '';
  if (!/[\t\n]/.test(text.trim())) return;
  event.preventDefault();
  const rows = [...grid.tBodies[0].rows];
  const boxes = (row) => [...row.querySelectorAll('input:not([type=hidden]), select')];
  const first = rows.indexOf(event.target.closest('tr'));
  const from = boxes(rows[first]).indexOf(event.target);
  text.replace(/\r/g, '').replace(/\n$/, '').split('\n').forEach((cells, down) => {
    const row = rows[first + down];
    if (!row) return;
    cells.split('\t').forEach((cell, across) => {
      const box = boxes(row)[from + across];
      if (!box) return;
      const said = cell.trim();
      if (box.tagName !== 'SELECT') { box.value = said; return; }
      const wanted = said.toLowerCase().replace(/^y(?=\d)/, 'year ').replace(/^(\d+)$/, 'year $1');
      const option = [...box.options].find((one) => one.text.toLowerCase() === wanted);
      if (option) box.value = option.value;
    });
  });
}));
