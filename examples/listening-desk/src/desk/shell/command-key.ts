/** The sign of the key that goes with another on this machine. */
export const commandKey: string = /Mac|iPhone|iPad/.test(navigator.userAgent) ? "⌘" : "Ctrl "
