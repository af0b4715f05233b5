/** Where public keys come from: fetched by the core, from these hosts alone, and kept for a while. */
export interface KeySource {
  readonly url: string
  /**
   * `*.example.com` with all below it. Where a webhook itself names the address (Amazon SNS), name whole hosts: below a wildcard there
   * may be hosts on which anybody can publish.
   */
  readonly hosts: readonly string[]
}

/**
 * Brings what a provider publishes at an address; `undefined` where it cannot be had. `fresh`: not what was kept, unless it was
 * fetched a moment ago.
 */
export type KeysAt = (source: KeySource, how?: { readonly fresh: boolean }) => Promise<string | undefined>
