/** Whether an address leads to a page or a picture: https, http or a path of this page's own host, and never something that runs. */
export const isSafe = (address: string): boolean => /^(?:https?:\/\/|\/(?!\/))/i.test(address)
