import { instagram } from "@escucha/adapters/channels/instagram"
import { sandbox } from "@escucha/adapters/channels/sandbox"
import { twilio } from "@escucha/adapters/channels/twilio"
import { webChat } from "@escucha/adapters/channels/web-chat"
import { whatsapp } from "@escucha/adapters/channels/whatsapp"
import { standIn } from "./stand-in.ts"

const nothing = "0".repeat(32)
const nobody = { accessToken: nothing, appSecret: nothing, verifyToken: nothing } as const

/** The accounts that the stand-ins are of; nobody has them. */
export const accounts = { whatsapp: "100000000000001", instagram: "100000000000002" } as const

/** The number of somebody whom we made up: what is sent there reaches nobody, and the answer to it is lost. */
export const lostNumber = "+34600000002"

/**
 * The channels of the desk. All but the chat are stand-ins that reach nobody: the desk needs no account anywhere. Those of networks carry
 * what the network carries.
 */
export const channelsOf = (secret: string) => ({
  chat: webChat({ secret }),
  email: sandbox({ scheme: "email" }),
  telegram: sandbox({ scheme: "telegram" }),
  sandbox: sandbox(),
  whatsapp: standIn(whatsapp({ ...nobody, phoneNumberId: accounts.whatsapp })),
  instagram: standIn(instagram({ ...nobody, accountId: accounts.instagram })),
  sms: standIn(
    twilio({
      accountSid: `AC${nothing}`,
      authToken: nothing,
      from: "+447700900000",
      webhookUrl: "https://shop.example/hooks/sms",
    }),
    { loses: ({ address }) => address === lostNumber },
  ),
})

/** The approved messages of the desk. */
export const templates = [
  {
    channel: "whatsapp",
    name: "order_update",
    language: "en",
    text: "Hi {{1}}, there is news of your order {{2}}. Answer this message and a person will tell you.",
  },
  {
    channel: "whatsapp",
    name: "order_update",
    language: "es",
    text: "Hola, {{1}}: hay novedades de tu pedido {{2}}. Responde a este mensaje y te lo cuenta una persona.",
  },
] as const
