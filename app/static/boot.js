/* Runs before anything is drawn: the GOV.UK components look for this class when they start. */
document.body.classList.add('js-enabled');
if ('noModule' in HTMLScriptElement.prototype) document.body.classList.add('govuk-frontend-supported');
