// Colours and fonts that the elements share. A page sets the same custom properties to change them.

/** How a kind of step is drawn: the name of its colour, and whether it is tall. */
export const KINDS = {
  entered: ["step", false],
  skipped: ["muted", false],
  evaluated: ["step", false],
  scheduled: ["effect", true],
  turn: ["step", false],
  branch: ["step", true],
  joined: ["step", true],
  consumed: ["effect", true],
  waiting: ["wait", true],
  completed: ["done", false],
  raised: ["error", true],
  retrying: ["wait", true],
  caught: ["wait", true],
  cancelled: ["muted", true],
};

const sheet = new CSSStyleSheet();
sheet.replaceSync(`
  :host {
    --c-surface: var(--flowork-surface, light-dark(#ffffff, #16191d));
    --c-raised: var(--flowork-raised, light-dark(#f5f6f8, #1e2227));
    --c-text: var(--flowork-text, light-dark(#1d232b, #e4e8ed));
    --c-muted: var(--flowork-muted, light-dark(#5b6673, #98a3b0));
    --c-line: var(--flowork-line, light-dark(#d6dbe1, #343b44));
    --c-accent: var(--flowork-accent, light-dark(#0b62d6, #6cb0ff));
    --c-step: var(--flowork-step, light-dark(#8a97a8, #76828f));
    --c-effect: var(--flowork-effect, light-dark(#0b7a75, #4fc4bd));
    --c-wait: var(--flowork-wait, light-dark(#9a6200, #e5b04c));
    --c-error: var(--flowork-error, light-dark(#c02b2b, #ff8585));
    --c-done: var(--flowork-done, light-dark(#2c7a3f, #6cc784));
    --c-error-soft: color-mix(in srgb, var(--c-error) 12%, var(--c-surface));
    --c-accent-soft: color-mix(in srgb, var(--c-accent) 14%, var(--c-surface));
    --c-done-soft: color-mix(in srgb, var(--c-done) 8%, var(--c-surface));
    display: block;
    color: var(--c-text);
    font: 13px/1.4 system-ui, sans-serif;
  }
  :host([hidden]) { display: none; }
  .unseen {
    position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap;
  }
  @media (prefers-contrast: more) {
    :host {
      --c-muted: var(--c-text);
      --c-line: var(--c-text);
      --c-step: var(--c-text);
    }
  }
  @media (forced-colors: active) {
    :host {
      --c-surface: Canvas; --c-raised: Canvas; --c-text: CanvasText; --c-muted: CanvasText; --c-line: CanvasText;
      --c-accent: Highlight; --c-step: GrayText; --c-effect: LinkText; --c-wait: CanvasText; --c-error: Mark;
      --c-done: CanvasText; --c-error-soft: Canvas; --c-accent-soft: Canvas; --c-done-soft: Canvas;
    }
  }
`);

/** The shared style sheet. */
export const THEME = sheet;

/** A style sheet of a text; it needs no inline style, so it passes a strict content security policy. */
export function css(text) {
  const own = new CSSStyleSheet();
  own.replaceSync(text);
  return own;
}

/** A number with thin spaces between thousands. */
export function count(number) {
  return String(number).replace(/\B(?=(\d{3})+(?!\d))/g, "\u202f");
}
