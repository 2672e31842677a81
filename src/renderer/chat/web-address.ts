/** Only what a browser opens as a page; everything else that looks like a link is words. */
export function isWebAddress(address: string): boolean {
  return URL.canParse(address) && /^https?:$/u.test(new URL(address).protocol)
}
