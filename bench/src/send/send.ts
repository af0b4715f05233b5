import type { Bench } from "../bench.ts"
import type { Row } from "../row.ts"
import { overHttp } from "./http.ts"
import { openSink } from "./open-sink.ts"
import { providers } from "./provider.ts"
import { overSmtp } from "./smtp.ts"

/** CPU time of one message on its way out, 32 of them at once: from the message to the provider's id of it. */
export const send: Bench = async ({ rounds = 15, progress }) => {
  const sink = await openSink()
  try {
    const rows: Row[] = []
    for (const provider of providers) {
      progress(`http, ${provider}`)
      rows.push(await overHttp(provider, sink, rounds))
    }
    progress("smtp")
    rows.push(await overSmtp(sink, rounds))
    return rows
  } finally {
    await sink.close()
  }
}
