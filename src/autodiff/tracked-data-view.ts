import { TrackedNumber } from './recorder.js';
import { readAsBytes, viewAsBytes } from './shadow.js';

/** What stands for `DataView` in the rewritten code: bytes have no derivatives, and it says so where that matters. */
export class TrackedDataView extends DataView<ArrayBuffer> {
  constructor(buffer: ArrayBuffer, ...range: number[]) {
    super(buffer, ...(range as []));
    viewAsBytes(buffer);
  }

  override setFloat64(offset: number, x: number, isLittleEndian?: boolean): void {
    if ((x as unknown) instanceof TrackedNumber) throw readAsBytes();
    super.setFloat64(offset, x, isLittleEndian);
  }

  override setFloat32(offset: number, x: number, isLittleEndian?: boolean): void {
    if ((x as unknown) instanceof TrackedNumber) throw readAsBytes();
    super.setFloat32(offset, x, isLittleEndian);
  }
}
Object.defineProperty(TrackedDataView, 'name', { value: 'DataView' });
