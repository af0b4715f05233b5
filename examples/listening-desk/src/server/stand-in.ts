import { type Channel, DeliveryError, type Feature, type Outgoing } from "@escucha/core"

/** How a stand-in behaves. */
export interface StandInOptions {
  /** Of such a message the answer is lost: nobody knows whether it left. */
  readonly loses?: (message: Outgoing) => boolean
}

/**
 * Stands in for a network: it carries what that carries, within its limits, and reaches nobody. The desk shows what a house with accounts
 * there would show, and needs none.
 */
export const standIn = <Features extends Feature>(
  channel: Channel<Features>,
  { loses = () => false }: StandInOptions = {},
): Channel<Features> => {
  const { id, kind, scheme, account, capabilities } = channel
  return {
    id: `${id}-stand-in`,
    kind,
    scheme,
    ...(account !== undefined && { account }),
    capabilities,
    shape: "connection",
    open: async () => ({
      send: async (message) =>
        loses(message)
          ? { status: "failed", error: new DeliveryError(id, "timeout", { retryable: true, sent: "unknown" }) }
          : { status: "sent", provider: message.id },
      close: async () => {},
    }),
  }
}
