import { randomBytes } from "node:crypto"
import { createEscucha, defineSurvey, nps, openText } from "@escucha/core"
import { webChat } from "@escucha/adapters/channels/web-chat"

/** What we ask when a conversation ends. */
export const visit = defineSurvey("visit", (s) =>
  s
    .ask("score", nps({ es: "¿Nos recomendarías a un amigo?", en: "Would you recommend us to a friend?" }))
    .ask("why", openText({ es: "¿Qué podríamos hacer mejor?", en: "What could we do better?" }), {
      when: (a) => a.score.atMost(8),
      required: false,
    })
    .thank({ es: "Gracias. Lo leemos todo.", en: "Thank you. We read all of it." }),
)

// This house forgets when it stops, so its secret may, too. One that remembers takes the secret from outside.
const secret = process.env["CHAT_SECRET"] ?? randomBytes(32).toString("hex")

/** A workshop that mends bicycles, as an application: its pages need its type alone. */
export const escucha = createEscucha({
  prefix: "/escucha",
  channels: { chat: webChat({ secret }) },
  surveys: [visit],
  rules: [
    {
      name: "answer at once",
      on: "message-received",
      do: (_, act) =>
        act.reply({
          es: "Tráela cuando quieras, de 10 a 19. Si es poca cosa, te vas en ella.",
          en: "Bring it in any day from 10 to 7. If it is a small thing, you ride it home.",
        }),
    },
    {
      name: "a person calls whoever is upset",
      on: "mood-changed",
      when: ({ mood }) => mood.is("upset"),
      do: ({ because }, act) => act.openCase({ kind: "call-back", owner: "workshop", within: "4 hours", because }),
    },
  ],
})
