/** Adds a copy button to each command; without it the page loses nothing. */
export const SCRIPT = `
for (const block of document.querySelectorAll('pre[data-copy]')) {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'copy';
  button.textContent = document.body.dataset.copy;
  button.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(block.textContent);
    } catch {
      const range = document.createRange();
      range.selectNodeContents(block);
      getSelection().removeAllRanges();
      getSelection().addRange(range);
      document.execCommand('copy');
    }
    button.textContent = document.body.dataset.copied;
    setTimeout(() => { button.textContent = document.body.dataset.copy; }, 1500);
  });
  block.before(button);
}
`;

/** For the policy of the page: nothing but this script runs in it. Checked against the text by the tests. */
export const SCRIPT_HASH = 'sha256-Ei4/z/As2FAKXg3UBT3Kh2PBD/svODyaqliIxk9TD6c=';
