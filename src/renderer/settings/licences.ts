/** A package Rollcall ships, as `scripts/licences.mjs` collects them while it is built. */
export interface Licence {
  readonly id: string
  readonly name: string
  readonly version: string
  /** As SPDX calls it. */
  readonly licence: string
  readonly website: string | null
  readonly text: string
}

interface LicenceFile {
  readonly packages: readonly (Omit<Licence, 'id' | 'text'> & { readonly text: number | null })[]
  /** Each once, however many packages have it. */
  readonly texts: readonly string[]
}

/** Reads the file that lies beside the page. Throws where it cannot be had. */
export async function readLicences(): Promise<readonly Licence[]> {
  const answer = await fetch(new URL('licences.json', document.baseURI))
  if (!answer.ok) throw new Error(`licences.json: ${answer.status}`)
  const { packages, texts }: LicenceFile = await answer.json()
  return packages.map(({ text, ...rest }) => ({
    ...rest,
    id: `${rest.name}@${rest.version}`,
    text: text === null ? '' : (texts[text] ?? ''),
  }))
}
