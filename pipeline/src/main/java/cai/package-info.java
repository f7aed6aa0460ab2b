/// The whole method: [cai.ConstitutionalAi] reads as the paper does, [cai.Recipe] holds everything
/// a run is made by. Only the commands depend on this package.
package cai;
