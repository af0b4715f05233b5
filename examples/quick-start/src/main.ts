import { createEscucha } from "@escucha/core"
import { sandbox } from "@escucha/adapters/channels/sandbox"

const chat = sandbox() // it sends nothing, and remembers what it would have sent

const escucha = createEscucha({
  channels: { chat },
  contact: { answerWithin: "15 minutes" },
  rules: [
    {
      name: "a person calls whoever is upset",
      on: "mood-changed",
      when: ({ mood }) => mood.is("upset"),
      do: async ({ because }, act) => {
        await act.reply({
          es: "Lo sentimos. Hoy te llama una persona.",
          en: "We are sorry. A person will call you today.",
        })
        await act.openCase({ kind: "call-back", owner: "retention", within: "4 hours", because })
      },
    },
  ],
})

await escucha.conversations.receive("chat", [
  {
    type: "message",
    id: "1",
    address: "ana",
    at: Date.now(),
    text: "This is terrible! My order is lost again and nobody answers me.",
  },
  { type: "message", id: "2", address: "luis", at: Date.now(), text: "Do you deliver to Porto?" },
])
await escucha.settled()

for (const { address, content } of chat.sent) console.log(`answered ${address}: ${content.text}`)
for (const { kind, owner, because } of (await escucha.cases.list()).items)
  console.log(`open case: ${kind}, for ${owner}: ${because}`)
for (const { since, due } of (await escucha.conversations.unanswered()).items)
  console.log(`unanswered: ${Math.round((due - since) / 60_000)} minutes to go`)

await escucha.close()
