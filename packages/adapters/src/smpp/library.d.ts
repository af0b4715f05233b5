// The library has no types of its own: what is used of it (https://github.com/farhadi/node-smpp).
declare module "smpp" {
  /** A protocol data unit. */
  export interface Pdu {
    readonly command: string
    readonly command_status: number
    readonly sequence_number: number
    readonly [field: string]: unknown
    readonly response: (fields?: { readonly [field: string]: unknown }) => Pdu
  }

  /** One line to a message centre. */
  export interface Session {
    readonly on: (event: string, hear: (pdu: Pdu) => void) => void
    readonly send: (pdu: Pdu) => boolean
    readonly bind_transceiver: (fields: object, answered: (pdu: Pdu) => void) => void
    readonly submit_sm: (fields: object, answered: (pdu: Pdu) => void) => boolean
    readonly destroy: () => void
  }

  const library: { readonly connect: (options: object) => Session }
  export default library
}
