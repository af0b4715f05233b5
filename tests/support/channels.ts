import type { Channel } from "../../packages/core/src/channel/channel.ts"
import { fakeChannel, type FakeChannelOptions } from "../../packages/core/src/testing/fake-channel.ts"

/** A channel in memory of another kind, or with other capabilities, than the fake one has by itself. */
export const aChannel = (
  options: FakeChannelOptions,
  kind: Channel["kind"],
  capabilities: Partial<Channel["capabilities"]> = {},
): ReturnType<typeof fakeChannel> => {
  const fake = fakeChannel(options)
  return { ...fake, kind, capabilities: { ...fake.capabilities, ...capabilities } }
}
