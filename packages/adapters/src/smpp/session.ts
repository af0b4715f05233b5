// One line to a message centre: https://smpp.org/SMPP_v3_4_Issue1_2.pdf §2
import type { Pdu, Session } from "smpp"

/** How a line is opened. */
export interface LineOptions {
  readonly host: string
  readonly port: number
  readonly tls: boolean
  readonly systemId: string
  readonly password: string
  readonly systemType: string
}

/** Milliseconds between two signs of life, https://smpp.org/SMPP_v3_4_Issue1_2.pdf §4.11. */
const signOfLife = 30_000

/** What waits for a line, and is told of it. */
export interface Listening {
  readonly heard: (pdu: Pdu, session: Session) => void
  readonly ended: () => void
  /** Ends the waiting for a message centre that says nothing. */
  readonly signal: AbortSignal
}

/** Opens a line and shows who we are; the status of the answer is not 0 where we are not let in. */
export const openLine = async (
  { systemId, password, systemType, ...where }: LineOptions,
  { heard, ended, signal }: Listening,
): Promise<{ readonly session: Session; readonly status: number }> => {
  const { default: library } = await import("smpp")
  const session = library.connect({ ...where, auto_enquire_link_period: signOfLife })
  return new Promise((resolve, reject) => {
    session.on("error", (failure) => reject(failure))
    session.on("close", () => {
      reject(new TypeError("the message centre closed the line"))
      ended()
    })
    signal.addEventListener("abort", () => session.destroy(), { once: true }) // its end rejects
    session.on("pdu", (pdu) => heard(pdu, session))
    session.bind_transceiver({ system_id: systemId, password, system_type: systemType }, ({ command_status: status }) =>
      resolve({ session, status }),
    )
  })
}
