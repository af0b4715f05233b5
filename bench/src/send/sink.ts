// Where messages go: an HTTP server and a mail server in a process of its own. They answer as providers do and keep nothing.
import { createServer } from "node:http"
import { createServer as createLine, type AddressInfo, type Server } from "node:net"

/** Where the sink listens. */
export interface Sink {
  readonly http: number
  readonly smtp: number
}

const slackUser = { id: "U456", name: "ana", real_name: "Ana", profile: { display_name: "ana" } }
const slack = { ok: true, user_id: "UB", bot_id: "B1", user: slackUser, channel: "C1", ts: "1700000000.000100" }
const answers: readonly (readonly [begin: string, status: number, body: object])[] = [
  ["/api/", 200, slack],
  ["/2010-04-01/", 201, { sid: "SM1", status: "queued", body: "x", to: "+34910000002", from: "+34910000001" }],
  ["/emails", 200, { id: "49a3999c-0ce1-4ea6-ab68-afcd6dc2e794" }],
  [
    "/email",
    200,
    { MessageID: "b7bc2f4a", ErrorCode: 0, Message: "OK", To: "ana@example.com", SubmittedAt: "2026-01-01T00:00:00Z" },
  ],
]
const written = answers.map(([begin, status, body]) => ({ begin, status, body: JSON.stringify(body) }))

const web = createServer((request, response) => {
  request.resume()
  request.once("end", () => {
    const { status = 404, body = "{}" } = written.find(({ begin }) => request.url?.startsWith(begin)) ?? {}
    const headers = { "content-type": "application/json", "content-length": Buffer.byteLength(body) }
    response.writeHead(status, headers).end(body)
  })
})
web.keepAliveTimeout = 60_000

/** As much of a mail server as a client needs that knows what it does: https://www.rfc-editor.org/rfc/rfc5321 */
const replies: readonly (readonly [word: string, reply: string])[] = [
  ["EHLO", "250-sink\r\n250-PIPELINING\r\n250-8BITMIME\r\n250 SMTPUTF8\r\n"],
  ["HELO", "250 sink\r\n"],
  ["MAIL", "250 2.1.0 OK\r\n"],
  ["RCPT", "250 2.1.5 OK\r\n"],
  ["DATA", "354 go on\r\n"],
  ["RSET", "250 2.0.0 OK\r\n"],
  ["QUIT", "221 2.0.0 bye\r\n"],
]

const mail = createLine((socket) => {
  let left = ""
  let isMessage = false
  socket.setNoDelay(true)
  socket.setEncoding("latin1")
  socket.on("error", () => socket.destroy()) // whoever was there has gone
  socket.on("data", (bytes: string) => {
    left += bytes
    let said = ""
    for (;;) {
      const end = left.indexOf(isMessage ? "\r\n.\r\n" : "\r\n")
      if (end < 0) break
      const line = left.slice(0, end)
      left = left.slice(end + (isMessage ? 5 : 2))
      if (isMessage) said += "250 2.0.0 taken\r\n"
      else said += replies.find(([word]) => line.toUpperCase().startsWith(word))?.[1] ?? "502 5.5.1 no\r\n"
      isMessage = !isMessage && line.toUpperCase() === "DATA"
    }
    if (said !== "") socket.write(said)
  })
  socket.write("220 sink\r\n")
})

const listening = (server: Pick<Server, "listen" | "address">): Promise<number> =>
  new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => resolve((server.address() as AddressInfo).port)) // it listens on a port, not on a file
  })

const sink: Sink = { http: await listening(web), smtp: await listening(mail) }
process.on("disconnect", () => process.exit())
process.send?.(JSON.stringify(sink))
