import type { GivenFile } from '../../../shared/contract/import'
import type { Recognised } from '../../../shared/contract/recognise'
import { type DropRooms, dropOf, known, previewOf } from '../drop'
import { bundleFound } from './bundle'
import { lookUp } from './domain'
import { nothing } from './found'
import { type Recognition, recognise, recognition, type Setting } from './recognise'

export interface GivenInput {
  readonly text?: string | undefined
  readonly file?: GivenFile | undefined
  /** What a person gave for what the entries leave open, by the input's id. */
  readonly values: Readonly<Record<string, string>>
  /** Ask the machine the text names. */
  readonly look: boolean
}

interface GivenRooms extends DropRooms {
  /** Where bundles are unpacked. */
  readonly bundlesDir: string
}

/** What a text or a file is, and what adding it would do. Changes nothing. */
export async function recogniseGiven(input: GivenInput, rooms: GivenRooms): Promise<Recognised> {
  const setting = { ...known(rooms.registry), values: new Map(Object.entries(input.values)) }
  const what = await recognitionOf(input, setting, rooms)
  const name = fileName(what)
  const drop = await dropOf(what, rooms)
  const documents = what.entries.flatMap(({ document }) => document ?? [])
  return {
    kind: what.kind,
    detail: what.detail,
    preview: previewOf({ name, text: '' }, drop, false),
    inputs: [...what.inputs],
    remarks: [...what.remarks],
    file: documents.length > 0 ? { name, text: JSON.stringify({ servers: documents }, null, 2) } : null,
    host: what.host,
  }
}

async function recognitionOf(
  { text, file, look }: GivenInput,
  setting: Setting,
  { bundlesDir }: GivenRooms,
): Promise<Recognition> {
  if (file !== undefined) return recognition(await bundleFound(file, bundlesDir), setting)
  if (text === undefined) return recognition(nothing(), setting)
  const what = recognise(text, setting)
  return look && what.host !== null ? recognition(await lookUp(what.host), setting) : what
}

/** What the entries are called together. */
function fileName({ kind, detail }: Recognition): string {
  return String(detail.app ?? detail.host ?? detail.name ?? kind)
}
