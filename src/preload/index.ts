import { contextBridge, type IpcRendererEvent, ipcRenderer, webUtils } from 'electron'
import { frameChannel, type PagePipe } from '../shared/pipe'

/** All of Electron the page ever sees: text to main, text from main, and where a dropped file lies. */
const pipe: PagePipe = Object.freeze({
  send(frame: string) {
    ipcRenderer.send(frameChannel, frame)
  },
  onFrame(hear: (frame: string) => void) {
    const listen = (_event: IpcRendererEvent, frame: string) => hear(frame)
    ipcRenderer.on(frameChannel, listen)
    return () => {
      ipcRenderer.off(frameChannel, listen)
    }
  },
  pathForFile: (file: File) => webUtils.getPathForFile(file),
})

contextBridge.exposeInMainWorld('rollcall', pipe)
