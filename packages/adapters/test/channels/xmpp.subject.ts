import type { ChannelSubject } from "@escucha/core/testing"
import { createServer, type Socket } from "node:net"
import { xmpp } from "../../src/channels/xmpp.ts"

const header =
  '<stream:stream xmlns="jabber:client" xmlns:stream="http://etherx.jabber.org/streams" version="1.0" from="shop.example" id="s1">'
const signingIn =
  '<stream:features><mechanisms xmlns="urn:ietf:params:xml:ns:xmpp-sasl"><mechanism>PLAIN</mechanism></mechanisms></stream:features>'
const binding = '<stream:features><bind xmlns="urn:ietf:params:xml:ns:xmpp-bind"/></stream:features>'
const idIn = (text: string): string => /\bid="([^"]*)"/.exec(text)?.[1] ?? ""

/** What stands whole at the beginning of what came: the opening of a stream, its end, or an element. */
const whole =
  /^\s*(?:<\?xml[^>]*\?>\s*)?(<stream:stream [^>]*>|<\/stream:stream>|<([\w:-]+)(?:\s[^>]*)?\/>|<([\w:-]+)(?:\s[^>]*)?>[\s\S]*?<\/\3>)/

/** A server with one account, that takes everything unless it is told otherwise. */
export const messageServer = async () => {
  const lines = new Set<Socket>()
  const messages: string[] = []
  const state = { isSilent: false, knowsPing: true, lines: 0 }
  const answer = (line: Socket, text: string, signed: { isIn: boolean }): void => {
    if (text.startsWith("<stream:stream"))
      return void line.write(`<?xml version="1.0"?>${header}${signed.isIn ? binding : signingIn}`)
    if (text.startsWith("</")) return void line.end("</stream:stream>")
    if (text.startsWith("<auth")) {
      signed.isIn = text.includes(btoa("\0bot\0pass-one"))
      const space = 'xmlns="urn:ietf:params:xml:ns:xmpp-sasl"'
      return void line.write(signed.isIn ? `<success ${space}/>` : `<failure ${space}><not-authorized/></failure>`)
    }
    if (text.startsWith("<message")) messages.push(text)
    if (state.isSilent || !text.startsWith("<iq")) return
    const bound = text.includes("xmpp-bind")
    if (bound) {
      lines.add(line)
      state.lines += 1
    }
    const result = bound ? '<bind xmlns="urn:ietf:params:xml:ns:xmpp-bind"><jid>bot@shop.example/1</jid></bind>' : ""
    const refused = '<error type="cancel"><service-unavailable xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/></error>'
    const isKnown = bound || state.knowsPing
    line.write(`<iq type="${isKnown ? "result" : "error"}" id="${idIn(text)}">${isKnown ? result : refused}</iq>`)
  }
  const server = createServer((line) => {
    const signed = { isIn: false }
    let rest = ""
    line.on("error", () => {})
    line.on("close", () => lines.delete(line))
    line.on("data", (bytes) => {
      rest += bytes.toString("utf8")
      for (let found = whole.exec(rest); found; found = whole.exec(rest)) {
        rest = rest.slice(found[0].length)
        answer(line, found[1] ?? "", signed)
      }
    })
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const address = server.address()
  const port = typeof address === "object" && address !== null ? address.port : 0
  return {
    service: `xmpp://127.0.0.1:${port}`,
    unref: () => server.unref(),
    messages,
    state,
    /** Writes a stanza to whoever is signed in. */
    deliver: (stanza: string) => {
      for (const line of lines) line.write(stanza)
    },
    breakOff: () => {
      for (const line of lines) line.destroy()
    },
    close: () => {
      for (const line of lines) line.destroy()
      server.close()
    },
  }
}

const taking = await messageServer()
taking.unref()

const config = { jid: "bot@shop.example", password: "pass-one", service: taking.service }

export const subject: ChannelSubject<Parameters<typeof xmpp>[0]> = {
  make: xmpp,
  config,
  otherConfig: { jid: "other@shop.example", password: "pass-two", service: taking.service },
  secrets: ["password"],
  address: "ana@social.example",
  wrong: [
    { option: "jid", config: { ...config, jid: "shop.example" } },
    { option: "jid", config: { ...config, jid: "bot@shop.example/phone" } },
    { option: "service", config: { ...config, service: "https://shop.example" } },
    { option: "service", config: { ...config, service: "xmpp://shop.example:5222" } },
    { option: "password", config: { ...config, password: "" } },
  ],
}
