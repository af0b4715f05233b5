import type { WebhookCase } from "./case.ts"
import { slackCase } from "./slack.ts"
import { telegramCase } from "./telegram.ts"
import { twilioCase } from "./twilio.ts"
import { whatsappCase } from "./whatsapp.ts"

/** All webhooks of the bench, by the name of their case. */
export const cases: { readonly [name: string]: () => WebhookCase } = {
  slack: slackCase,
  twilio: twilioCase,
  whatsapp: whatsappCase,
  telegram: telegramCase,
}
