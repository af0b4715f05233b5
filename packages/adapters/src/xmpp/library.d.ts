// The library has no types of its own: what is used of it (https://github.com/xmppjs/xmpp.js/tree/main/packages/client).
declare module "@xmpp/client" {
  /** An element of a stream. */
  export interface Element {
    readonly name: string
    readonly attrs: { readonly [name: string]: string | undefined }
    readonly is: (name: string, xmlns?: string) => boolean
    readonly getChild: (name: string, xmlns?: string) => Element | undefined
    readonly getChildren: (name: string, xmlns?: string) => readonly Element[]
    readonly getChildElements: () => readonly Element[]
    readonly text: () => string
  }

  /** Makes an element. */
  export const xml: (
    name: string,
    attrs?: { readonly [name: string]: string | undefined },
    ...children: readonly (Element | string | undefined)[]
  ) => Element

  /** One line to a server. */
  export interface Client {
    readonly on: ((event: "stanza", hear: (stanza: Element) => void) => void) &
      ((event: "disconnect" | "error", hear: (what: unknown) => void) => void)
    readonly start: () => Promise<unknown>
    readonly stop: () => Promise<unknown>
    readonly send: (element: Element) => Promise<void>
    readonly reconnect: { readonly stop: () => void }
    readonly iqCaller: { readonly request: (stanza: Element, timeout: number) => Promise<Element> }
    readonly socket: { readonly end: () => void } | null
  }

  /** A line that is not open yet. */
  export const client: (options: object) => Client
}
