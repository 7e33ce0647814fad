/**
 * The same net as vanishing-sigmoids.ts with tanh, whose slope at 0 is 1, and initial weights that keep the size of what
 * passes through a layer (Glorot and Bengio 2010): all layers learn.
 */
import { createLayers, gradientOf, loadFlowers, lossOf, type Activation, type Flower, type Layer } from './deep-net.js';

export const name = 'Eight layers of tanh, iris';

const tanh: Activation = { value: (z) => Math.tanh(z), slope: (a) => 1 - a * a };

export const data = loadFlowers();

export const params = createLayers([4, 8, 8, 8, 8, 8, 8, 8, 3], Math.sqrt(3));

export const loss = (layers: Layer[], flowers: Flower[] = data) => lossOf(layers, flowers, tanh);

export const gradient = (layers: Layer[], flowers: Flower[] = data) => gradientOf(layers, flowers, tanh);
