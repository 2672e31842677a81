import i18next from 'i18next'
import { toast } from 'sonner'
import type { Client } from '../../shared/contract'
import type { Notice, Turn } from '../../shared/contract/notices'
import { noticeText, type Say } from '../../shared/notice-text'
import { useStream } from '../bridge/bridge'
import { useView } from '../shell/view'
import { Dot, type Tone } from '../ui/dot'

/** How long one stands; there is more to read than in the answer to a press. */
const shownMs = 12_000

/** Shows what the core has to tell where the system does not, and leads to what a notice of the system is about. */
export function Notices() {
  useStream(follow)
  return null
}

async function follow(client: Client, signal: AbortSignal): Promise<void> {
  for await (const news of await client.notices.watch(undefined, { signal })) {
    if (news.kind === 'chosen') leadTo(news.notice)
    else if (news.by === 'page') show(news.notice)
  }
}

const say: Say = (key, values) =>
  String(i18next.t(`shared:${key}` as 'shared:notice.lasted', { duration: '', ...values }))

function show(notice: Notice): void {
  const { language, beyondPage } = useView.getState()
  const { title, body } = noticeText(notice, say, language)
  if (beyondPage && !document.hasFocus() && canShowBeyond()) {
    // Every open page says the same: the tag makes it one.
    const beyond = new Notification(title, { body, tag: `rollcall-${notice.id}` })
    beyond.addEventListener('click', () => {
      window.focus()
      beyond.close()
      leadTo(notice)
    })
    return
  }
  // In sight, the bar above the screen says it of this machine.
  if (notice.about === 'offline' || notice.about === 'outage') return
  const action = { label: i18next.t('notices.show'), onClick: () => leadTo(notice) }
  toast(title, {
    id: `notice-${notice.id}`,
    description: body,
    classNames: { title: 'font-[560]', description: 'whitespace-pre-line' },
    duration: shownMs,
    icon: <Dot tone={toneOf(notice)} />,
    ...(notice.about === 'servers' && { action }),
  })
}

const tones: Record<Turn, Tone> = {
  down: 'down',
  'crash-loop': 'down',
  flapping: 'flapping',
  'needs-auth': 'ask',
  certificate: 'slow',
  up: 'up',
}

/** Of the first it tells of, which is the worst. */
function toneOf({ about, servers: [first] }: Notice): Tone {
  if (about === 'test') return 'up'
  return first ? tones[first.turn] : 'unknown'
}

/** Whether the browser may show notices outside the page. */
export function canShowBeyond(): boolean {
  return 'Notification' in window && Notification.permission === 'granted'
}

function leadTo({ about, servers }: Notice): void {
  const { set, filter } = useView.getState()
  const [only, another] = servers
  if (only && !another) set({ screen: 'servers', cursor: only.id, open: only.id })
  else if (about === 'servers') {
    filter({ state: 'attention' })
    set({ screen: 'servers' })
  } else if (about !== 'test') set({ screen: 'servers' })
}
