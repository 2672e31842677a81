import { Ban, FileDown, Link2, TextCursorInput } from 'lucide-react'
import { useLayoutEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { takesText } from '../shell/shortcuts'
import { useView } from '../shell/view'
import { cn } from '../ui/class-names'
import { droppedIn, type Offer, offerOf } from './dropped'
import { useIncoming } from './incoming'

/** What a drop would meet: something to take, or why nothing can be taken now. */
type Prospect = Offer | { readonly kind: 'busy' }

/** Takes files, folders, links and text dropped anywhere or pasted, and says meanwhile what a drop would do. */
export function DropZone() {
  const prospect = useDrops()
  if (prospect === null) return null
  return <Overlay prospect={prospect} />
}

function useDrops(): Prospect | null {
  const [prospect, setProspect] = useState<Prospect | null>(null)
  const take = useIncoming()
  const latest = useRef(take)
  latest.current = take

  // With the first picture, not after it: a drop that comes at once must not be the browser's.
  useLayoutEffect(() => {
    const stop = new AbortController()
    const hear = <Name extends keyof WindowEventMap>(
      name: Name,
      work: (event: WindowEventMap[Name]) => void,
    ) => window.addEventListener(name, work, { signal: stop.signal })
    /** Text of this page dragged about in it is nobody's server. */
    let isOwn = false
    const show = (next: Prospect | null) => setProspect((now) => (isSame(now, next) ? now : next))
    const over = (event: DragEvent) => {
      const next = isOwn ? null : prospectOf(event)
      show(next)
      if (next === null || !event.dataTransfer) return
      event.preventDefault()
      event.dataTransfer.dropEffect = isWelcome(next) ? 'copy' : 'none'
    }
    hear('dragstart', () => {
      isOwn = true
    })
    hear('dragend', () => {
      isOwn = false
      show(null)
    })
    hear('dragenter', over)
    hear('dragover', over)
    hear('dragleave', ({ relatedTarget }) => relatedTarget === null && show(null))
    hear('keydown', ({ key }) => key === 'Escape' && show(null))
    hear('drop', (event) => {
      const at = isOwn ? null : prospectOf(event)
      show(null)
      if (at === null || !event.dataTransfer) return
      event.preventDefault()
      if (isWelcome(at)) latest.current(droppedIn(event.dataTransfer))
    })
    hear('paste', (event) => {
      const { clipboardData, target, defaultPrevented } = event
      const isElsewhere = defaultPrevented || takesText(target) || useView.getState().overlay !== null
      if (isElsewhere || !clipboardData || clipboardData.types.length === 0) return
      event.preventDefault()
      latest.current(droppedIn(clipboardData))
    })
    return () => stop.abort()
  }, [])
  return prospect
}

/** A drop must not throw away a form somebody is filling in, and text over a field is the field's. */
function prospectOf({ dataTransfer, target }: DragEvent): Prospect | null {
  const offer = dataTransfer && offerOf(dataTransfer)
  if (!offer) return null
  const isText = offer.kind === 'text' || offer.kind === 'link'
  if (isText && takesText(target)) return null
  const kind = useView.getState().overlay?.kind
  return kind === 'add' || kind === 'edit' || kind === 'box' ? { kind: 'busy' } : offer
}

const isWelcome = ({ kind }: Prospect) => kind !== 'busy' && kind !== 'unfit'

function isSame(one: Prospect | null, other: Prospect | null): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}

const icons = { files: FileDown, link: Link2, text: TextCursorInput, unfit: Ban, busy: Ban }

function Overlay({ prospect }: { prospect: Prospect }) {
  const { t } = useTranslation()
  const { kind } = prospect
  const Icon = icons[kind]
  const welcome = isWelcome(prospect)
  return (
    <div className="pointer-events-none fixed inset-0 z-50 grid place-items-center bg-scrim p-6">
      <div
        role="status"
        className={cn(
          'grid h-full w-full place-content-center justify-items-center gap-2 rounded-xl border-2 border-dashed bg-raised/90 px-8 text-center backdrop-blur-sm',
          welcome ? 'border-accent' : 'border-control-edge',
        )}
      >
        <Icon aria-hidden className={cn('size-9 stroke-[1.5]', welcome ? 'text-accent' : 'text-faint')} />
        <p className="font-[620] text-lg">
          {prospect.kind === 'files'
            ? t('import.dropTitle', { count: prospect.count })
            : t(`incoming.${prospect.kind}`)}
        </p>
        <p className="max-w-120 text-muted">
          {kind === 'files' ? t('import.dropText') : t(`incoming.${kind}Text`)}
        </p>
      </div>
    </div>
  )
}
